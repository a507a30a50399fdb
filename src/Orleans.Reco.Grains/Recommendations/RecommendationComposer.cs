using System.Buffers.Binary;
using Microsoft.Extensions.Options;
using Orleans.Reco.Core;
using Orleans.Reco.Inference;

namespace Orleans.Reco.Grains;

/// <summary>Makes a response of scored candidates: rules, diversity, exploration, names and reasons.</summary>
internal sealed class RecommendationComposer(IOptions<ReRankingOptions> options, TimeProvider time)
{
    private const int MinCandidates = 100;
    private const int MaxCandidates = 500;
    private const int CandidatesPerPlace = 5;

    private readonly ReRanker _reRanker = new(options.Value);

    /// <summary>How many candidates the rules need to choose a list of some length from.</summary>
    public static int CandidatesFor(int count) => Math.Clamp(count * CandidatesPerPlace, MinCandidates, MaxCandidates);

    /// <summary>The ordinals of the items that the catalog knows.</summary>
    public static int[] Ordinals(CatalogView catalog, string[] itemIds)
    {
        var ordinals = new List<int>(itemIds.Length);
        foreach (var id in itemIds)
        {
            if (catalog.TryGetOrdinal(id, out var ordinal))
            {
                ordinals.Add(ordinal);
            }
        }

        return [.. ordinals];
    }

    /// <summary>Chooses and describes the list that is shown.</summary>
    public Composition Compose(TenantSnapshot tenant, ScoreResult result, ReRankingContext context, bool explain)
    {
        var id = RecommendationIds.Create(time.GetUtcNow(), result.ModelVersion);
        var model = tenant.ModelFor(result.ModelVersion);
        var chosen = _reRanker.ReRank(result.Candidates.Span, context with
        {
            // Vectors of another version than the one that scored are not mixed in.
            Vectors = model?.Version == result.ModelVersion ? model.Vectors : null,
            Diverse = !result.Degraded,
            Seed = BinaryPrimitives.ReadInt32LittleEndian(id.ToByteArray().AsSpan(12)),
        });
        return new Composition(Describe(id, result, chosen, context, explain), Array.ConvertAll(chosen, candidate => candidate.Ordinal));
    }

    /// <summary>Describes candidates in the order that they have, without those that must not be shown.</summary>
    public RecommendResponse List(ScoreResult result, ReRankingContext context, bool explain) =>
        Describe(RecommendationIds.Create(time.GetUtcNow(), result.ModelVersion), result, ReRanker.Filter(result.Candidates.Span, context), context, explain);

    private static RecommendResponse Describe(
        Guid id, ScoreResult result, ScoredCandidate[] candidates, ReRankingContext context, bool explain) => new()
        {
            RecommendationId = id.ToString(),
            ModelVersion = result.ModelVersion,
            UserVectorVersion = result.Vector.IsEmpty ? null : result.Vector.ModelVersion,
            RankerVersion = result.RankerVersion,
            Degraded = result.Degraded,
            Items = Array.ConvertAll(candidates, candidate => Describe(candidate, context, explain)),
        };

    private static RecommendedItem Describe(in ScoredCandidate candidate, ReRankingContext context, bool explain)
    {
        var row = context.View[candidate.Ordinal]!;
        return new RecommendedItem
        {
            ItemId = row.ItemId,
            Score = candidate.Score,
            Source = SourceName(candidate.Source),
            Reasons = explain ? Reasons.For(candidate, context.View, context.History) : [],
            Title = row.Title,
            Price = row.Price,
            Currency = row.Currency,
            Category = row.Category,
        };
    }

    private static string SourceName(CandidateSource source) => source switch
    {
        CandidateSource.Personal => "personal",
        CandidateSource.Similar => "similar",
        CandidateSource.Trending => "trending",
        CandidateSource.Popular => "popular",
        _ => "new",
    };
}

/// <summary>A response and the ordinals of its items.</summary>
internal readonly record struct Composition(RecommendResponse Response, int[] Shown);
