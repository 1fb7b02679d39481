package org.allmende.consensus.conformance;

class HashgraphConformanceTest extends ConformanceSuite {
    HashgraphConformanceTest() {
        super(new HashgraphEngine());
    }
}
