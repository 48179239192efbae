# SPDX-License-Identifier: MIT
"""What a row of a listing is, and the two methods that list the links to a page."""
