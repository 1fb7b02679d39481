/** Tests of what a gateway of one's own knows of a network. */
