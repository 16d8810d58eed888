"""A week of stories as letters: select, render, write."""
