// NodeFederation
