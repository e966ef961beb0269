//! The appliance over HTTP, and its command line.
