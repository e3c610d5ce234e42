// PeerHTTP
