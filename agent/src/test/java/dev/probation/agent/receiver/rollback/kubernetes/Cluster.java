package dev.probation.agent.receiver.rollback.kubernetes;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What a cluster says of a workload, in the form of its API. */
public final class Cluster {

    private Cluster() {}

    /** A template of pods that run an image. */
    public static JsonObject template(String image) {
        return new JsonObject()
                .put(
                        "metadata",
                        new JsonObject()
                                .put(
                                        "labels",
                                        new JsonObject()
                                                .put("app", "shop")
                                                .put("app.kubernetes.io/version", tag(image))))
                .put(
                        "spec",
                        new JsonObject()
                                .put(
                                        "containers",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("name", "app")
                                                        .put("image", image))));
    }

    private static String tag(String image) {
        return image.substring(image.lastIndexOf(':') + 1);
    }

    /** A workload at a revision. */
    public static JsonObject workload(String revisionKey, int revision, String image) {
        return new JsonObject()
                .put(
                        "metadata",
                        new JsonObject()
                                .put("name", "shop")
                                .put("uid", "uid-1")
                                .put("resourceVersion", "4711")
                                .put("generation", 9)
                                .put(
                                        "annotations",
                                        new JsonObject()
                                                .put(revisionKey, Integer.toString(revision))
                                                .put("team", "books")
                                                .put("kubernetes.io/change-cause", "ship the bad one")))
                .put(
                        "spec",
                        new JsonObject()
                                .put(
                                        "selector",
                                        new JsonObject()
                                                .put(
                                                        "matchLabels",
                                                        new JsonObject()
                                                                .put("tier", "web")
                                                                .put("app", "shop")))
                                .put("template", template(image)))
                .put("status", new JsonObject().put("observedGeneration", 9));
    }

    /** A revision of it that is kept. */
    public static JsonObject revision(String revisionKey, int revision, String hashKey, String image) {
        JsonObject template = template(image);
        template.getJsonObject("metadata").getJsonObject("labels").put(hashKey, "hash-" + revision);
        return new JsonObject()
                .put(
                        "metadata",
                        new JsonObject()
                                .put("name", "shop-" + revision)
                                .put(
                                        "labels",
                                        new JsonObject().put("app", "shop").put(hashKey, "hash-" + revision))
                                .put(
                                        "annotations",
                                        new JsonObject()
                                                .put(revisionKey, Integer.toString(revision))
                                                .put("kubernetes.io/change-cause", "ship " + revision))
                                .put(
                                        "ownerReferences",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("uid", "uid-1")
                                                        .put("controller", true))))
                .put("spec", new JsonObject().put("template", template));
    }

    public static JsonObject list(JsonObject... items) {
        JsonArray array = new JsonArray();
        for (JsonObject item : items) {
            array.add(item);
        }
        return new JsonObject().put("items", array);
    }
}
