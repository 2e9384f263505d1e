//! What is shown in a file at a cursor, as reports with carets.

#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed")]

#[path = "ide/corpus.rs"]
mod corpus;
#[path = "ide/fixture.rs"]
mod fixture;
#[path = "ide/hover.rs"]
mod hover;
#[path = "ide/lenses.rs"]
mod lenses;
