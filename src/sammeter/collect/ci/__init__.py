"""What all CI collectors share: shell scripts cut into commands, tools recognised in them, and hardening checks."""
