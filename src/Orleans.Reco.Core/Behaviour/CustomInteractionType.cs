using System.ComponentModel.DataAnnotations;

namespace Orleans.Reco.Core;

/// <summary>An interaction type that configuration adds.</summary>
public sealed class CustomInteractionType
{
    /// <summary>The name in events: lower-case letters a-z, digits, '-' and '_', 1 to 32 characters.</summary>
    [Required]
    [RegularExpression("^[a-z0-9_-]{1,32}$", ErrorMessage = "Name must have 1 to 32 characters of a-z, 0-9, '-' and '_'.")]
    public string Name { get; set; } = "";

    /// <summary>The code in histories and logs, 32 to 255. It is stored: never give a used one to another type.</summary>
    [Range(32, 255)]
    public int Code { get; set; }

    /// <summary>What one interaction adds to an item's counters, -100 to 100. Default: 1.</summary>
    [Range(-100.0, 100.0)]
    public double Weight { get; set; } = 1;

    /// <summary>The item is not recommended again while the event is in the history. Default: true.</summary>
    public bool MarksSeen { get; set; } = true;

    /// <summary>The event may move the user vector. Default: true.</summary>
    public bool MovesEncoder { get; set; } = true;
}
