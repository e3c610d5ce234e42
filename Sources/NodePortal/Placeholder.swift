// NodePortal
