//! Rules for Dockerfiles, one a file.
