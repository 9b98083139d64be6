package dev.probation.agent.receiver.notify.cdevents;

import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Step;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.time.Time;
import io.vertx.core.Vertx;

/** CDEvents, as CloudEvents over HTTP in binary mode. */
public final class CdEventsKind implements ReceiverKind {

    @Override
    public Class<CdEventsSettings> settings() {
        return CdEventsSettings.class;
    }

    /** What there is an event for; an incident that was told of is told to be over. */
    @Override
    public boolean hears(ReceiverConfig config, Notice notice) {
        boolean opened = notice.step() == Step.RESOLVES && config.hears(notice.opening());
        return (opened || config.hears(notice.occasion()))
                && !CdEventTypes.of(notice).isEmpty();
    }

    @Override
    public Receiver open(ReceiverConfig config, Vertx vertx, Time time) {
        return new CdEventsReceiver((CdEventsSettings) config.settings(), new HttpSender(vertx, time));
    }
}
