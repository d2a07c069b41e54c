"""Credit that the store gives by itself: rules in admin, events of the shop, one row for each answer."""
