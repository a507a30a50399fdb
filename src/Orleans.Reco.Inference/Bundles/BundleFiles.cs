namespace Orleans.Reco.Inference;

/// <summary>The files of a model bundle, a folder that is never changed once it has a manifest.</summary>
public static class BundleFiles
{
    /// <summary>The <see cref="BundleManifest"/>; written last.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>Item ids in UTF-8, one a line; the item of line i (from 1) has vocabulary index i. Index 0 is "no item".</summary>
    public const string Vocabulary = "vocabulary.txt";

    /// <summary>Item vectors, little-endian float32, shape <c>[items, dimension]</c>; row i - 1 belongs to index i.</summary>
    public const string ItemVectors = "item_vectors.f32";

    /// <summary>Item neighbours, little-endian int32 vocabulary indices, shape <c>[items, neighbours]</c>, best first, 0 = none.</summary>
    public const string Neighbours = "neighbours.i32";

    /// <summary>Similarities of <see cref="Neighbours"/>, little-endian float32, same shape.</summary>
    public const string NeighbourScores = "neighbours.f32";

    /// <summary>Weighted interactions of each item in the training window, little-endian float32, shape <c>[items]</c>.</summary>
    public const string Popularity = "popularity.f32";

    /// <summary>
    /// Optional. One event: <c>state [n, stateDimension] f32, item [n] i64, event [n] i64</c> → <c>new_state [n, stateDimension] f32,
    /// vector [n, dimension] f32</c>. The state before the first event is all zeros. A row with item 0 or event 0 keeps its state.
    /// </summary>
    public const string Step = "step.onnx";

    /// <summary>
    /// A whole history: <c>items [n, length] i64, events [n, length] i64</c> (oldest first, padded at the end with 0),
    /// <c>lengths [n] i32</c> → <c>state [n, stateDimension] f32, vector [n, dimension] f32</c>. Equal to the steps one by one.
    /// The caller leaves events with item 0 or event 0 out; a row of length 0 gives the zero state. Without a step there is no state.
    /// </summary>
    public const string Encode = "encode.onnx";

    /// <summary>
    /// Optional, of models whose scores are no dot products. A whole history: <c>items [n, length] i64</c> (oldest first, padded at the
    /// end with 0) → <c>scores [n, items] f32</c>, column i - 1 belonging to index i; 0 = nothing is known of the item. An item that
    /// comes twice counts once unless the model says otherwise. The caller leaves events out as for <see cref="Encode"/>. Such a bundle
    /// has vectors too, for whatever works with vectors: log popularity, with an <see cref="Encode"/> that gives 1.
    /// </summary>
    public const string Scores = "scores.onnx";

    /// <summary>
    /// Optional. <c>user [n, dimension] f32, item [n, dimension] f32, features [n, features] f32</c> → <c>score [n] f32</c>.
    /// No <c>features</c> input where the manifest names none.
    /// </summary>
    public const string Ranker = "ranker.onnx";

    /// <summary>
    /// Optional. An item's content: <c>tokens [n, length] i64</c> (padded at the end with 0), <c>numbers [n, k] f32</c>, both made by
    /// <see cref="ContentFeatures"/> as <see cref="BundleManifest.Content"/> says → <c>vector [n, dimension] f32</c>.
    /// </summary>
    public const string Content = "content.onnx";
}
