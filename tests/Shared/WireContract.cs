using System.Reflection;
using System.Text;

namespace Orleans.Reco.Testing;

/// <summary>
/// What the analyzers do not see: the numbers and types of serialized members, and the aliases of types in no grain signature.
/// Old silos read them off the wire, and new ones read the states that old ones stored.
/// </summary>
internal static class WireContract
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Fails where an assembly's contract is not what its file says, and writes what it is beside it.</summary>
    public static void AssertUnchanged(Assembly assembly)
    {
        var project = assembly.GetName().Name!;
        var folder = Path.Combine(AppContext.BaseDirectory, "Contracts", project);
        var actual = Describe(assembly);
        var expected = File.ReadAllText(Path.Combine(folder, "WireContract.txt")).ReplaceLineEndings("\n");
        if (actual != expected)
        {
            var made = Path.Combine(folder, "WireContract.actual.txt");
            File.WriteAllText(made, actual);
            Assert.Fail($"""
                The wire contract of {project} changed:
                {string.Join('\n', Difference(expected, actual))}
                If old silos and stored states can live with it, copy {made} to src/{project}/WireContract.txt.
                """);
        }
    }

    /// <summary>The contract as text.</summary>
    public static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetTypes().Where(IsContract).OrderBy(Name, StringComparer.Ordinal))
        {
            text.Append(Name(type)).Append('\n');
            foreach (var (id, member) in Members(type).OrderBy(pair => pair.Id))
            {
                text.Append($"  {id} {member}\n");
            }
        }

        return text.ToString();
    }

    private static bool IsContract(Type type) =>
        type.IsDefined(typeof(AliasAttribute), false) || type.IsDefined(typeof(GenerateSerializerAttribute), false);

    private static string Name(Type type) => type.GetCustomAttribute<AliasAttribute>(false)?.Alias ?? type.FullName!;

    private static IEnumerable<(uint Id, string Member)> Members(Type type)
    {
        var properties = type.GetProperties(Declared).Select(property => (Member: (MemberInfo)property, property.PropertyType));
        var fields = type.GetFields(Declared).Select(field => (Member: (MemberInfo)field, field.FieldType));
        return from pair in properties.Concat(fields)
               let id = pair.Member.GetCustomAttribute<IdAttribute>()
               where id is not null
               select (id.Id, $"{pair.Member.Name}: {pair.Item2}{Layout(pair.Item2)}");
    }

    /// <summary>The fields of what <see cref="Packed{T}"/> writes byte for byte, in order.</summary>
    private static string Layout(Type type)
    {
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Packed<>) || type.GenericTypeArguments[0].IsPrimitive)
        {
            return "";
        }

        var fields = type.GenericTypeArguments[0].GetFields(Declared);
        return " of " + string.Join(", ", fields.Select(field => $"{field.Name.Trim('<').Split('>')[0]} {field.FieldType.Name}"));
    }

    private static IEnumerable<string> Difference(string expected, string actual)
    {
        var (before, after) = (Lines(expected), Lines(actual));
        return before.Except(after).Select(line => "- " + line).Concat(after.Except(before).Select(line => "+ " + line));
    }

    /// <summary>Each member with its type before it, so that a line says where it stands.</summary>
    private static List<string> Lines(string text)
    {
        var type = "";
        return [.. text.Split('\n').Select(line => line.StartsWith("  ", StringComparison.Ordinal) ? type + line : type = line)];
    }
}
