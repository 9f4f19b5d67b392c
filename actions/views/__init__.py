"""Pages of the action tracker."""
