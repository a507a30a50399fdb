using System.Globalization;
using System.Text;

namespace Orleans.Reco.Inference;

/// <summary>The words of a title in lower case, side by side in one text with a space before, between and after them.</summary>
internal sealed class TitleWords
{
    private readonly string _text;
    private readonly List<(int Start, int End)> _words = [];

    public TitleWords(ReadOnlySpan<char> title)
    {
        var text = new StringBuilder(title.Length + 2).Append(' ');
        var start = -1;
        for (var i = 0; i <= title.Length; i++)
        {
            if (i < title.Length && IsOfWord(title[i]))
            {
                start = start < 0 ? text.Length : start;
                _ = text.Append(char.ToLowerInvariant(title[i]));
            }
            else if (start >= 0)
            {
                _words.Add((start, text.Length));
                _ = text.Append(' ');
                start = -1;
            }
        }

        _text = text.ToString();
    }

    public int Count => _words.Count;

    /// <summary>Words that stand side by side.</summary>
    public ReadOnlySpan<char> Words(int first, int count) => _text.AsSpan(_words[first].Start.._words[first + count - 1].End);

    /// <summary>A word with the space before and after it.</summary>
    public ReadOnlySpan<char> Bounded(int word) => _text.AsSpan((_words[word].Start - 1)..(_words[word].End + 1));

    /// <summary>True for a character of a script that puts no space between words: Chinese, Japanese, Thai.</summary>
    public static bool IsUnspacedScript(char c) =>
        c is (>= '\u0E00' and <= '\u0EFF') or (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') || char.IsSurrogate(c);

    // Marks belong to the letter before them; a half of a surrogate pair is most likely a rare Chinese character.
    private static bool IsOfWord(char c) =>
        char.IsLetterOrDigit(c)
        || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
