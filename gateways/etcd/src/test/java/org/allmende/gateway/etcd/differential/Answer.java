package org.allmende.gateway.etcd.differential;

import com.google.protobuf.Message;
import io.grpc.Status;

/** What a server said to a request. */
sealed interface Answer {
    record Given(Message message) implements Answer {
        @Override
        public String toString() {
            return message.getDescriptorForType().getName() + " {" + Step.text(message) + "}";
        }
    }

    record Failed(Status.Code code, String text) implements Answer {
        @Override
        public String toString() {
            return code + ": " + text;
        }
    }
}
