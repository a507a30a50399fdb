using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;

namespace Orleans.Reco.Core;

/// <summary>The interaction types that an installation knows: names, codes, weights.</summary>
public sealed class InteractionTypes
{
    internal static readonly InteractionTypeInfo[] BuiltIn =
    [
        new() { Code = InteractionType.View, Name = "view", Weight = 1, MarksSeen = true, MovesEncoder = true },
        new() { Code = InteractionType.Click, Name = "click", Weight = 1, MarksSeen = true, MovesEncoder = true },
        new() { Code = InteractionType.Cart, Name = "cart", Weight = 3, MarksSeen = true, MovesEncoder = true },
        new() { Code = InteractionType.Purchase, Name = "purchase", Weight = 5, MarksSeen = true, MovesEncoder = true },
        new() { Code = InteractionType.Rating, Name = "rating", WeighsByValue = true, MarksSeen = true, MovesEncoder = true },
        new() { Code = InteractionType.Like, Name = "like", Weight = 3, MarksSeen = true, MovesEncoder = true },
        new() { Code = InteractionType.Dislike, Name = "dislike", Weight = -3, MarksSeen = true, MovesEncoder = true },
        new() { Code = InteractionType.Share, Name = "share", Weight = 3, MovesEncoder = true },
        new() { Code = InteractionType.Review, Name = "review", Weight = 2, MarksSeen = true, MovesEncoder = true },
        new() { Code = InteractionType.Search, Name = "search", ItemOptional = true },
        new() { Code = InteractionType.Impression, Name = "impression" },
    ];

    private readonly Dictionary<string, InteractionTypeInfo> _byName = new(StringComparer.Ordinal);
    private readonly InteractionTypeInfo?[] _byCode = new InteractionTypeInfo?[256];

    /// <summary>Takes the built-in types and those that the options add.</summary>
    /// <exception cref="ValidationException">The options are not valid; the message names the key.</exception>
    public InteractionTypes(InteractionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        (RatingMin, RatingMax) = (options.RatingMin, options.RatingMax);
        foreach (var type in BuiltIn)
        {
            Add(type with
            {
                Weight = options.Weights.GetValueOrDefault(type.Name, type.Weight),
                Neutral = type.WeighsByValue ? options.RatingNeutral : 0,
            });
        }

        foreach (var type in options.Types)
        {
            Add(new InteractionTypeInfo
            {
                Code = (InteractionType)type.Code,
                Name = type.Name,
                Weight = type.Weight,
                MarksSeen = type.MarksSeen,
                MovesEncoder = type.MovesEncoder,
            });
        }
    }

    /// <summary>The built-in types with their default weights.</summary>
    public static InteractionTypes Default { get; } = new(new InteractionOptions());

    /// <summary>All names, in order of code.</summary>
    public IEnumerable<string> Names => _byCode.OfType<InteractionTypeInfo>().Select(type => type.Name);

    /// <summary>The lowest rating that is accepted.</summary>
    public double RatingMin { get; }

    /// <summary>The highest rating that is accepted.</summary>
    public double RatingMax { get; }

    /// <summary>
    /// The type of a code. A code that configuration no longer knows, as an old history may hold it, has a neutral type.
    /// </summary>
    public InteractionTypeInfo this[InteractionType code] =>
        _byCode[(byte)code] ?? new InteractionTypeInfo { Code = code, Name = $"type-{(byte)code}" };

    /// <summary>Finds a type by its exact name.</summary>
    public bool TryGet(string? name, [NotNullWhen(true)] out InteractionTypeInfo? type)
    {
        type = null;
        return name is not null && _byName.TryGetValue(name, out type);
    }

    /// <summary>The name of a code.</summary>
    public string Name(InteractionType code) => this[code].Name;

    private void Add(InteractionTypeInfo type)
    {
        _byName.Add(type.Name, type);
        _byCode[(byte)type.Code] = type;
    }
}
