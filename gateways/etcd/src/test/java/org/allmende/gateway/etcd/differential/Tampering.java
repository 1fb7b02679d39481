package org.allmende.gateway.etcd.differential;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.allmende.etcd.protocol.Mvcc;
import org.allmende.etcd.protocol.Rpc;

/** Bugs that a gateway could have, planted into what ours answers on its way to the client. */
enum Tampering implements ClientInterceptor {
    STALE_READ {
        @Override
        Object answer(Object answer) {
            return answer instanceof Rpc.RangeResponse range && range.getKvsCount() > 0
                    ? range.toBuilder()
                            .setKvs(0, range.getKvs(0).toBuilder().setValue(ByteString.copyFromUtf8("old")))
                            .build()
                    : answer;
        }
    },
    COUNT_OF_WHAT_THE_LIMIT_LEFT {
        @Override
        Object answer(Object answer) {
            return answer instanceof Rpc.RangeResponse range && range.getMore()
                    ? range.toBuilder().setCount(range.getKvsCount()).build()
                    : answer;
        }
    },
    REVISION_SPENT_ON_NOTHING {
        @Override
        Object answer(Object answer) {
            return answer instanceof Rpc.DeleteRangeResponse delete && delete.getDeleted() == 0
                    ? delete.toBuilder()
                            .setHeader(delete.getHeader().toBuilder()
                                    .setRevision(delete.getHeader().getRevision() + 1))
                            .build()
                    : answer;
        }
    },
    RESPONSES_OF_A_TXN_TURNED_ROUND {
        @Override
        Object answer(Object answer) {
            return answer instanceof Rpc.TxnResponse txn
                    ? txn.toBuilder()
                            .clearResponses()
                            .addAllResponses(txn.getResponsesList().reversed())
                            .build()
                    : answer;
        }
    },
    FORGOTTEN_PREVIOUS_VALUE {
        @Override
        Object answer(Object answer) {
            return answer instanceof Rpc.PutResponse put ? put.toBuilder().clearPrevKv().build() : answer;
        }
    },
    SKIPPED_EVENT {
        @Override
        Object answer(Object answer) {
            return events(answer, events -> events.size() > 1 ? events.subList(1, events.size()) : events);
        }
    },
    EVENTS_OF_A_REVISION_TURNED_ROUND {
        @Override
        Object answer(Object answer) {
            return events(answer, events -> {
                List<Mvcc.Event> turned = new ArrayList<>(events);
                Collections.reverse(turned);
                return turned;
            });
        }
    },
    WRONG_COMPACTED_REVISION {
        @Override
        Object answer(Object answer) {
            return answer instanceof Rpc.WatchResponse watch && watch.getCompactRevision() > 0
                    ? watch.toBuilder().setCompactRevision(watch.getCompactRevision() + 1).build()
                    : answer;
        }
    },
    LEASE_WITHOUT_ITS_KEYS {
        @Override
        Object answer(Object answer) {
            return answer instanceof Rpc.LeaseTimeToLiveResponse lease ? lease.toBuilder().clearKeys().build() : answer;
        }
    },
    OTHER_ERROR_TEXT {
        @Override
        Status status(Status status) {
            return status.isOk() ? status : status.withDescription(status.getDescription() + ".");
        }
    },
    OTHER_ERROR_CODE {
        @Override
        Status status(Status status) {
            return status.getCode() == Status.Code.OUT_OF_RANGE
                    ? Status.INVALID_ARGUMENT.withDescription(status.getDescription())
                    : status;
        }
    };

    /** What the client gets instead. */
    Object answer(Object answer) {
        return answer;
    }

    /** As what the call ends instead. */
    Status status(Status status) {
        return status;
    }

    private static Object events(Object answer, UnaryOperator<List<Mvcc.Event>> change) {
        return answer instanceof Rpc.WatchResponse watch
                ? watch.toBuilder()
                        .clearEvents()
                        .addAllEvents(change.apply(watch.getEventsList()))
                        .build()
                : answer;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<R>(listener) {
                            @Override
                            @SuppressWarnings("unchecked") // it stays a message of the same kind
                            public void onMessage(R message) {
                                super.onMessage((R) answer(message));
                            }

                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                super.onClose(status(status), trailers);
                            }
                        },
                        headers);
            }
        };
    }
}
