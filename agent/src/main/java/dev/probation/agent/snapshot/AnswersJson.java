package dev.probation.agent.snapshot;

import dev.probation.rules.evidence.proportion.AnswerEvidence;
import dev.probation.rules.evidence.proportion.AnswerEvidence.Stretch;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the share of bad answers has come to, as JSON. */
final class AnswersJson {

    private AnswersJson() {}

    static JsonObject write(AnswerEvidence answers) {
        JsonObject json = new JsonObject().put("stretches", answers.stretches());
        answers.open().ifPresent(stretch -> json.put("open", write(stretch)));
        return json;
    }

    private static JsonObject write(Stretch stretch) {
        return new JsonObject()
                .put("first", stretch.first())
                .put("lastBad", stretch.lastBad())
                .put("last", stretch.last())
                .put("bad", stretch.bad())
                .put("answers", stretch.answers())
                .put("badAfterGood", stretch.badAfterGood())
                .put("afterGood", stretch.afterGood())
                .put("goodInRow", stretch.goodInRow())
                .put("answered", stretch.answered())
                .put("reached", stretch.reached());
    }

    /** @param json null where none was bad, or where it was written before there was such a thing */
    static AnswerEvidence read(@Nullable JsonObject json) {
        return json == null
                ? AnswerEvidence.NONE
                : new AnswerEvidence(
                        json.getLong("stretches"),
                        Optional.ofNullable(json.getJsonObject("open")).map(AnswersJson::stretch));
    }

    private static Stretch stretch(JsonObject json) {
        return new Stretch(
                json.getInstant("first"),
                json.getInstant("lastBad"),
                json.getInstant("last"),
                json.getLong("bad"),
                json.getLong("answers"),
                json.getLong("badAfterGood"),
                json.getLong("afterGood"),
                json.getInteger("goodInRow"),
                json.getBoolean("answered"),
                json.getBoolean("reached"));
    }
}
