"""Everything around the knowledge base: understanding, gateway and command line."""
