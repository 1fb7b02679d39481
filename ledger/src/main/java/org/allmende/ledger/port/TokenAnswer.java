package org.allmende.ledger.port;

import org.allmende.ledger.token.Token;
import org.allmende.ledger.token.TokenId;

/** A token as of a height, as gateways send it. */
public record TokenAnswer(long height, TokenId id, Token token) {}
