"""Reading a git repository of this machine: the side of an import that runs programs and touches the disk."""
