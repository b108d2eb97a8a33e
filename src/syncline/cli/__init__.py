"""Commands for people and machines. The contract is in the design; every command has a small file of its own."""
