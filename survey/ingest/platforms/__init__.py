"""What is known of each survey tool's exports: one small module, one frozen description, a tool."""
