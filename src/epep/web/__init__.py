"""What people see: pages, forms, templates and components. Never writes."""
