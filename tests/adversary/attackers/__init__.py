"""What an attacker can do with what she holds. None of it is part of the product."""
