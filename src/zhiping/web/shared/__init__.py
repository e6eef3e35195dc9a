"""What every audience's pages share: shell, components, forms from definitions, middleware."""
