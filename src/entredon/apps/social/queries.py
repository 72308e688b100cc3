"""What pages and other apps read of discussions."""
