package org.allmende.cli;

import java.util.List;

/** Who plays in a rehearsal: operators and providers that exist nowhere else, in places that do. */
final class Cast {
    /** An operator with one node. */
    record Player(String node, String operator, String provider, String region, String jurisdiction) {}

    static final List<Player> PLAYERS = List.of(
            new Player("anna", "Anna Albers", "Nordlicht Hosting", "berlin", "DE"),
            new Player("bela", "Béla Barta", "Duna Cloud", "budapest", "HU"),
            new Player("chloe", "Chloé Caron", "Garonne Machines", "toulouse", "FR"),
            new Player("dario", "Dario Donati", "Lago Servers", "como", "IT"),
            new Player("elin", "Elin Ek", "Skerry Racks", "stockholm", "SE"),
            new Player("femi", "Femi Falola", "Lagoon Compute", "lagos", "NG"),
            new Player("grace", "Grace Glenn", "Harbour Metal", "wellington", "NZ"),
            new Player("hana", "Hana Hayashi", "Kawa Systems", "osaka", "JP"),
            new Player("ines", "Inês Inácio", "Tejo Hosting", "lisbon", "PT"),
            new Player("jonas", "Jonas Jansen", "Polder Cloud", "utrecht", "NL"));

    private Cast() {}
}
