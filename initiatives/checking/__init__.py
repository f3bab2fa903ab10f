"""Whether the catalogue is as a good editor would leave it: complete, plain, in its own words."""
