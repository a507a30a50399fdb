namespace Orleans.Reco.Core;

/// <summary>The names under which a trainer reports what the gate looks at, beside a bundle's own metrics.</summary>
public static class GateMetrics
{
    /// <summary>NDCG@10 of what the candidate serves, on its own holdout.</summary>
    public const string Served = "served.ndcg@10";

    /// <summary>NDCG@10 of popularity, on the same.</summary>
    public const string Popularity = "popularity.ndcg@10";

    /// <summary>Users with a history on whom neither the candidate nor the one in service has been trained.</summary>
    public const string Users = "gate.users";

    /// <summary>NDCG@10 of the candidate on them.</summary>
    public const string Candidate = "gate.candidate.ndcg@10";

    /// <summary>NDCG@10 of the one in service on them.</summary>
    public const string Parent = "gate.parent.ndcg@10";

    /// <summary>The lower end of the interval of the difference, candidate less parent.</summary>
    public const string DifferenceLow = "gate.difference.low";

    /// <summary>The upper end.</summary>
    public const string DifferenceHigh = "gate.difference.high";

    /// <summary>The candidate's coverage@10 on them.</summary>
    public const string CandidateCoverage = "gate.candidate.coverage@10";

    /// <summary>The parent's.</summary>
    public const string ParentCoverage = "gate.parent.coverage@10";

    /// <summary>Users with a cold item among their targets.</summary>
    public const string ColdUsers = "gate.cold.users";

    /// <summary>The candidate's recall@20 of cold items.</summary>
    public const string CandidateColdRecall = "gate.candidate.cold.recall@20";

    /// <summary>The parent's.</summary>
    public const string ParentColdRecall = "gate.parent.cold.recall@20";
}
