"""Pages of applicants: units one stands for, own applications, one draft from start to receipt."""
