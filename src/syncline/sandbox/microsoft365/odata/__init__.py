"""OData query options: $filter, $select, $expand, $orderby, $top, $skip, $count."""
