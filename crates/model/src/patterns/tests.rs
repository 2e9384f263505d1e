//! Tests of the tables: what each name means, and what it must not mean.
