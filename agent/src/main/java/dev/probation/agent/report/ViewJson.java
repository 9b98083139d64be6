package dev.probation.agent.report;

import dev.probation.agent.watch.DeploymentView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** A deployment as JSON, in the form that replay and the API share. */
final class ViewJson {

    private ViewJson() {}

    static JsonObject of(DeploymentView view) {
        JsonObject deployment = new JsonObject()
                .put("service", view.stored().deployment().service())
                .put("version", view.stored().deployment().version())
                .put("deployedAt", view.stored().deployment().deployedAt().toString())
                .put("verdict", view.verdict().label());
        return new JsonObject()
                .put("id", view.stored().deployment().id())
                .put("phase", label(view.stored().phase()))
                .put("announcedAt", view.stored().announcedAt().toString())
                .put("asOf", view.asOf().toString())
                .put("deployment", deployment)
                .put("rollback", view.rollback().map(ViewJson::rollback).orElse(null))
                .put("signOffs", signOffs(view));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonObject rollback(DeploymentView.Rollback rollback) {
        return new JsonObject()
                .put("id", rollback.id())
                .put("decidedAt", rollback.decidedAt().toString())
                .put("check", rollback.check())
                .put("reason", rollback.reason())
                .put("stage", label(rollback.stage()))
                .put("since", rollback.since().toString())
                .put("deadline", rollback.deadline().toString());
    }

    private static JsonArray signOffs(DeploymentView view) {
        JsonArray array = new JsonArray();
        for (DeploymentView.SignOff item : view.signOffs()) {
            JsonObject json = new JsonObject().put("name", item.name()).put("title", item.title());
            item.signature()
                    .ifPresent(signature -> json.put("by", signature.by())
                            .put("at", signature.at().toString())
                            .put("note", signature.note()));
            array.add(json);
        }
        return array;
    }
}
