"""The compiler: an operation becomes one SQL statement that returns the finished JSON."""
