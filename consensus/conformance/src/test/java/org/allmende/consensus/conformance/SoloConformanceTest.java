package org.allmende.consensus.conformance;

class SoloConformanceTest extends ConformanceSuite {
    SoloConformanceTest() {
        super(new SoloEngine());
    }
}
