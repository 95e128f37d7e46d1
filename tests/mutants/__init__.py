"""`make mutants`: changes the rules a little, one change at a time, and sees whether a test notices. docs/mutation.md tells more."""
