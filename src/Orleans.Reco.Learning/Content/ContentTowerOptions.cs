namespace Orleans.Reco.Learning;

/// <summary>Hyper-parameters of the content tower.</summary>
public sealed record ContentTowerOptions
{
    /// <summary>Seed of the sampled moments, the held-out items and the order of batches. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Buckets of hashed tokens. Default: 16,384. Allowed: 2 to 16,777,216.</summary>
    public int Buckets { get; init; } = 1 << 14;

    /// <summary>Most tokens of an item. Default: 96. Allowed: 1 to 4,096.</summary>
    public int MaxTokens { get; init; } = 96;

    /// <summary>Passes over the sampled moments at most. Default: 30. Allowed: 1 to 1,000.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Epochs without a better NDCG@10 on held-out items before training stops. Default: 3. Allowed: 1 to 1,000.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>
    /// λ of the ridge regression of learnt vectors on tokens that training starts from; 0 = it starts from zeros. Default: 0.1. Allowed: 0
    /// to 1,000.
    /// </summary>
    public double Ridge { get; init; } = 0.1;

    /// <summary>Moments of a batch. Default: 256. Allowed: 1 to 65,536.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Step size of AdamW. Default: 0.001. Allowed: above 0, at most 1.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Decoupled weight decay of AdamW. Default: 0.1. Allowed: 0 to 10.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>
    /// Share of an item's tokens that are left out, anew in each batch: few items have many tokens. Default: 0.3. Allowed: 0 to 0.95.
    /// </summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>Items of a batch's softmax, drawn uniformly anew for each batch. Default: 512. Allowed: 10 to 1,000,000.</summary>
    public int Candidates { get; init; } = 512;

    /// <summary>Moments of a user's history that are sampled to learn from. Default: 4. Allowed: 1 to 1,000.</summary>
    public int MomentsPerUser { get; init; } = 4;

    /// <summary>Users at most, a seeded sample. Default: 5,000. Allowed: 10 or more.</summary>
    public int MaxUsers { get; init; } = 5_000;

    /// <summary>Items that a user turned to after such a moment, the first ones. Default: 20. Allowed: 1 to 1,000.</summary>
    public int TargetsPerMoment { get; init; } = 20;

    /// <summary>
    /// Share of the candidates that stand with the vector that the model learnt of them, anew in each batch (CLCRec: Wei et al., ACM MM
    /// 2021). Content vectors so get the level that ranks them rightly among the others. Default: 0.5. Allowed: 0 to 0.9.
    /// </summary>
    public double OwnShare { get; init; } = 0.5;

    /// <summary>
    /// What the tower's vectors are multiplied with in the end. Above 1, new items get more places than training gave them, at the cost of
    /// the others. Default: 1. Allowed: 0.1 to 10.
    /// </summary>
    public double Level { get; init; } = 1;

    /// <summary>Share of the items that early stopping is decided on. Default: 0.1. Allowed: 0.01 to 0.5.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Native threads of torch, see <see cref="TrainingOptions.TorchThreads"/>. Default: 1; 0 = all cores. Allowed: 0 to 256.</summary>
    public int TorchThreads { get; init; } = 1;

    /// <summary>Throws where a value is outside its range, and gives the options back.</summary>
    /// <exception cref="DatasetException">Names the option and the range.</exception>
    public ContentTowerOptions Validate()
    {
        Require("buckets", Buckets, 2, 1 << 24);
        Require("maxTokens", MaxTokens, 1, 4_096);
        Require("epochs", Epochs, 1, 1_000);
        Require("patience", Patience, 1, 1_000);
        Require("ridge", Ridge, 0, 1_000);
        Require("batchSize", BatchSize, 1, 65_536);
        Require("learningRate", LearningRate, 1e-7, 1);
        Require("weightDecay", WeightDecay, 0, 10);
        Require("dropout", Dropout, 0, 0.95);
        Require("candidates", Candidates, 10, 1_000_000);
        Require("momentsPerUser", MomentsPerUser, 1, 1_000);
        Require("maxUsers", MaxUsers, 10, int.MaxValue);
        Require("targetsPerMoment", TargetsPerMoment, 1, 1_000);
        Require("ownShare", OwnShare, 0, 0.9);
        Require("level", Level, 0.1, 10);
        Require("torchThreads", TorchThreads, 0, 256);
        Require("validationShare", ValidationShare, 0.01, 0.5);
        return this;
    }

    private static void Require(string name, double value, double least, double most)
    {
        if (!(value >= least && value <= most))
        {
            throw new DatasetException(name, FormattableString.Invariant($"{value} is not allowed; allowed are {least} to {most}."));
        }
    }
}
