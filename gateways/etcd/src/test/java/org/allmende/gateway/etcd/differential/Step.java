package org.allmende.gateway.etcd.differential;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import org.allmende.etcd.protocol.Rpc;

/** What is done to both servers; numbers that only the run knows are written as {@link Numbers} says. */
sealed interface Step {
    /** One request that has one answer. A keepalive is one too. */
    record Ask(Message request) implements Step {
        @Override
        public String toString() {
            return request.getDescriptorForType().getName() + " {" + text(request) + "}";
        }
    }

    /** Something said on one of the streams of watches, which is opened when it is first used. */
    record Watch(int stream, Rpc.WatchRequest request) implements Step {
        @Override
        public String toString() {
            return "on watch stream " + stream + " {" + text(request) + "}";
        }
    }

    static String text(Message message) {
        return TextFormat.printer().emittingSingleLine(true).printToString(message);
    }
}
