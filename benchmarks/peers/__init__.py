"""What the product is measured against: a bare echo, the floor, and what a user would write."""
