"""What happens when the plug is pulled: real servers are killed while people work, then every promise is counted."""
