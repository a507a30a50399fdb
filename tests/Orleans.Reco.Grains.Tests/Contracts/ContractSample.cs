using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Reco.Grains.Tests;

/// <summary>
/// Makes an object of a contract with something in every member, the same in every release: values follow from the members' numbers and
/// types, not from their names, which may change.
/// </summary>
internal static class ContractSample
{
    private const int Deepest = 6;

    public static object Of(Type type) => Value(type, 0, 0)!;

    private static object? Value(Type type, uint id, int depth) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } inner => Value(inner, id, depth),
        _ when type == typeof(string) => $"text {id}",
        _ when type == typeof(bool) => true,
        _ when type == typeof(Guid) => new Guid((int)id, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(id + 1.5),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 11, 24, 1, 2, (int)id, TimeSpan.Zero),
        _ when type == typeof(decimal) => id + 0.25m,
        { IsEnum: true } => Enum.ToObject(type, 1),
        { IsPrimitive: true } => Convert.ChangeType(100 + id, type),
        { IsArray: true } => Array(type.GetElementType()!, id, depth),
        { IsGenericType: true } => Generic(type, id, depth),
        _ when typeof(Exception).IsAssignableFrom(type) => Filled(Exception(type), depth),
        _ => depth == Deepest && !type.IsValueType ? null : Filled(RuntimeHelpers.GetUninitializedObject(type), depth),
    };

    private static Array Array(Type element, uint id, int depth)
    {
        var array = System.Array.CreateInstance(element, 2);
        for (var i = 0u; i < array.Length; i++)
        {
            array.SetValue(Value(element, id + i, depth + 1), i);
        }

        return array;
    }

    private static object Generic(Type type, uint id, int depth)
    {
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GenericTypeArguments;
        if (definition == typeof(Packed<>))
        {
            return type.GetConstructor([arguments[0].MakeArrayType()])!.Invoke([Array(arguments[0], id, depth)]);
        }

        var made = Activator.CreateInstance(type)!;
        switch (made)
        {
            case IDictionary dictionary:
                dictionary.Add(Value(arguments[0], id, depth + 1)!, Value(arguments[1], id, depth + 1));
                dictionary.Add(Value(arguments[0], id + 1, depth + 1)!, Value(arguments[1], id + 1, depth + 1));
                break;
            case IList list:
                list.Add(Value(arguments[0], id, depth + 1));
                break;
            default:
                throw new NotSupportedException($"Say here how a {type} is made.");
        }

        return made;
    }

    private static object Exception(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(made => made.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select((parameter, i) =>
            typeof(Exception).IsAssignableFrom(parameter.ParameterType) ? null : Value(parameter.ParameterType, (uint)i, 0))]);
    }

    private static object Filled(object made, int depth)
    {
        var members = ContractTypes.Members(made.GetType());
        foreach (var (id, field) in members.Count > 0 ? members : Unnumbered(made.GetType()))
        {
            field.SetValue(made, Value(field.FieldType, id, depth + 1));
        }

        return made;
    }

    /// <summary>The fields of what is packed byte for byte.</summary>
    private static SortedDictionary<uint, FieldInfo> Unnumbered(Type type) =>
        new(type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Index()
            .ToDictionary(field => (uint)field.Index, field => field.Item));
}
