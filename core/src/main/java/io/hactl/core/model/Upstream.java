package io.hactl.core.model;

import io.hactl.dcs.cluster.Member;

/**
 * Who a standby replicates from.
 *
 * @param name the member's name
 * @param slot the slot to use there; empty text: none
 */
public record Upstream(String name, Member.Endpoint endpoint, String slot) {}
