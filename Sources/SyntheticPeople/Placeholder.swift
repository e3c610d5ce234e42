// SyntheticPeople
