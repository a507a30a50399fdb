namespace Orleans.Reco.Learning;

/// <summary>The inputs of rankers on raw ids; rankers take all of them or name the fields they take.</summary>
public sealed record RankingSchema
{
    /// <summary>The field of the user in every dataset.</summary>
    public const string User = "user";

    /// <summary>The field of the item in every dataset; the ids of histories are ids of this field.</summary>
    public const string Item = "item";

    /// <summary>Categorical fields.</summary>
    public required IReadOnlyList<RankingField> Fields { get; init; }

    /// <summary>Names of the numeric features, all finite numbers.</summary>
    public required IReadOnlyList<string> Numbers { get; init; }

    /// <summary>How many of the user's last events a row carries; 0 = none.</summary>
    public required int HistoryLength { get; init; }

    /// <summary>How many kinds of past events there are, 0 = padding included; ratings for example have one for each mark.</summary>
    public required int Signals { get; init; }

    /// <summary>The position of a field.</summary>
    /// <exception cref="DatasetException">There is no such field.</exception>
    public int IndexOf(string field)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].Name == field)
            {
                return i;
            }
        }

        throw new DatasetException(field, $"the dataset has no such field; it has {string.Join(", ", Fields.Select(f => f.Name))}.");
    }
}
