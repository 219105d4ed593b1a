"""For each criterion that shipped collectors can settle, one world for each verdict that its rule may reach."""
