"""The pages of booking and of the private visit."""
