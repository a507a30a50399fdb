namespace Orleans.Reco.Core;

/// <summary>What the simulated shop sells. Brands are invented.</summary>
internal static class Departments
{
    private static readonly string[] Colours = ["Black", "White", "Slate Grey", "Navy", "Forest Green", "Terracotta", "Sand"];

    public static readonly Department[] All =
    [
        new("Coffee & Tea", "cof", 1.0,
            ["Brunello", "Kaffeva", "Moor & Finch", "Tazzina", "Northroast"],
            ["Dark Roast", "Organic", "Barista", "Classic", "Single Origin", "Slow Drip", "Reserve", "Morning"],
            ["250 g", "500 g", "1 kg", "Gift Box", "Starter Set", "Black", "Steel"],
            [
                new("Espresso Machines", ["Espresso Machine", "Coffee Maker", "Bean-to-Cup Machine"], 289, ["Coffee Beans", "Coffee Grinders", "Mugs & Cups"]),
                new("Coffee Beans", ["Coffee Beans", "Espresso Beans", "Ground Coffee"], 14, ["Mugs & Cups", "Chocolate"], Consumable: true),
                new("Coffee Grinders", ["Burr Grinder", "Hand Grinder"], 69, ["Coffee Beans"]),
                new("Loose Tea", ["Green Tea", "Earl Grey", "Herbal Infusion", "Oolong"], 11, ["Mugs & Cups"], Consumable: true),
            ]),
        new("Kitchen", "kit", 1.2,
            ["Hallmann", "Oak & Iron", "Cucina Viva", "Steelberg", "Lumo Home"],
            ["Cast-Iron", "Non-Stick", "Handmade", "Stackable", "Professional", "Everyday", "Ceramic", "Forged"],
            ["Small", "Medium", "Large", "Set of 2", "Set of 4", "Black", "Cream"],
            [
                new("Cookware", ["Frying Pan", "Saucepan", "Casserole", "Wok"], 54, ["Kitchen Knives", "Chopping Boards"]),
                new("Kitchen Knives", ["Chef's Knife", "Santoku Knife", "Bread Knife"], 59, ["Chopping Boards", "Cookware"]),
                new("Chopping Boards", ["Chopping Board", "Carving Board"], 29, ["Kitchen Knives"]),
                new("Mugs & Cups", ["Mug", "Espresso Cup", "Tea Bowl", "Travel Mug"], 13, ["Coffee Beans", "Loose Tea"]),
            ]),
        new("Running", "run", 1.1,
            ["Veloce", "Strideon", "Peak Motion", "Aeris", "Runa"],
            ["Lightweight", "Cushioned", "Trail", "Reflective", "Breathable", "Carbon", "Daily", "Race-Day"],
            ["Size S", "Size M", "Size L", "Size XL", "Black", "Lime", "Coral"],
            [
                new("Running Shoes", ["Running Shoes", "Trail Shoes", "Racing Flats"], 119, ["Running Socks", "Sports Watches", "Running Jackets"]),
                new("Running Socks", ["Running Socks", "Compression Socks"], 15, ["Running Shoes"]),
                new("Running Jackets", ["Running Jacket", "Windbreaker", "Running Vest"], 79, ["Running Socks"]),
                new("Sports Watches", ["GPS Watch", "Heart-Rate Monitor"], 199, ["Running Shoes", "Energy Bars"]),
            ]),
        new("Outdoor", "out", 1.0,
            ["Fernweh", "Ridgeline", "Campana", "Nordlys", "Wildwater"],
            ["Ultralight", "Waterproof", "Four-Season", "Compact", "Insulated", "Rugged", "Weekend", "Alpine"],
            ["1 Person", "2 Persons", "20 L", "35 L", "Green", "Orange", "Grey"],
            [
                new("Tents", ["Tent", "Trekking Tent", "Dome Tent"], 189, ["Sleeping Bags", "Camping Stoves", "Headlamps"]),
                new("Sleeping Bags", ["Sleeping Bag", "Down Quilt"], 129, ["Tents", "Headlamps"]),
                new("Backpacks", ["Backpack", "Daypack", "Trekking Pack"], 94, ["Water Bottles", "Tents"]),
                new("Camping Stoves", ["Gas Stove", "Camping Cooker"], 49, ["Water Bottles"]),
                new("Headlamps", ["Headlamp", "Lantern"], 32, ["Backpacks"]),
                new("Water Bottles", ["Water Bottle", "Flask"], 24, ["Energy Bars"]),
            ]),
        new("Food & Snacks", "foo", 0.8,
            ["Goldkorn", "Casa Amara", "Nutwerk", "Field & Vine", "Baya"],
            ["Organic", "Salted", "Honey", "Dark", "Roasted", "Fruity", "Crunchy", "Wholegrain"],
            ["100 g", "250 g", "Box of 6", "Box of 12", "Family Pack", "Tasting Set"],
            [
                new("Chocolate", ["Chocolate Bar", "Pralines", "Truffles"], 7, ["Coffee Beans"], Consumable: true),
                new("Energy Bars", ["Energy Bar", "Protein Bar", "Oat Bar"], 12, ["Water Bottles"], Consumable: true),
                new("Nuts & Dried Fruit", ["Almonds", "Trail Mix", "Cashews"], 9, ["Chocolate"], Consumable: true),
            ]),
        new("Audio", "aud", 1.0,
            ["Sonarra", "Klang & Co", "Auralis", "Bassline", "Pure Note"],
            ["Wireless", "Noise-Cancelling", "Studio", "Compact", "Hi-Fi", "Open-Back", "Portable", "Smart"],
            ["Black", "White", "Silver", "Midnight Blue", "Gen 2", "Pro"],
            [
                new("Headphones", ["Headphones", "Earbuds", "On-Ear Headphones"], 129, ["Headphone Cases", "Cables & Chargers"]),
                new("Speakers", ["Bluetooth Speaker", "Bookshelf Speaker", "Soundbar"], 149, ["Cables & Chargers", "Turntables"]),
                new("Turntables", ["Turntable", "Record Player"], 219, ["Speakers"]),
                new("Headphone Cases", ["Headphone Case", "Headphone Stand"], 22, ["Headphones"]),
            ]),
        new("Computers", "com", 1.2,
            ["Tessera", "Keyline", "Byteform", "Lumen Labs", "Orbita"],
            ["Mechanical", "Ergonomic", "Slim", "Backlit", "Ultra-Wide", "Silent", "Adjustable", "USB-C"],
            ["Black", "White", "Graphite", "Compact", "Full Size", "Pro"],
            [
                new("Keyboards", ["Keyboard", "Number Pad"], 89, ["Mice", "Desk Mats"]),
                new("Mice", ["Mouse", "Trackball"], 54, ["Desk Mats", "Keyboards"]),
                new("Monitors", ["Monitor", "Portable Display"], 279, ["Cables & Chargers", "Desk Lamps"]),
                new("Desk Mats", ["Desk Mat", "Wrist Rest"], 24, ["Keyboards"]),
                new("Cables & Chargers", ["Charging Cable", "Fast Charger", "Docking Hub"], 29, ["Headphones"]),
            ]),
        new("Home & Light", "hom", 1.0,
            ["Haus Linden", "Lys", "Casa Nove", "Solstice", "Woven Co"],
            ["Minimal", "Linen", "Dimmable", "Handwoven", "Scandinavian", "Warm", "Round", "Recycled"],
            Colours,
            [
                new("Desk Lamps", ["Desk Lamp", "Reading Lamp", "Table Lamp"], 64, ["Light Bulbs", "Notebooks"]),
                new("Light Bulbs", ["LED Bulb", "Filament Bulb"], 9, ["Desk Lamps"], Consumable: true),
                new("Cushions & Throws", ["Cushion", "Throw", "Blanket"], 39, ["Candles"]),
                new("Candles", ["Scented Candle", "Candle Set"], 18, ["Cushions & Throws"], Consumable: true),
            ]),
        new("Garden", "gar", 0.8,
            ["Greenhand", "Terra Nova", "Bloomfield", "Rootwise", "Petalo"],
            ["Galvanised", "Hardy", "Self-Watering", "Foldable", "Sturdy", "Heirloom", "Urban", "Weatherproof"],
            ["Small", "Medium", "Large", "Set of 3", "10 L", "Green", "Terracotta"],
            [
                new("Planters", ["Planter", "Flower Pot", "Raised Bed"], 34, ["Potting Soil", "Seeds"]),
                new("Seeds", ["Tomato Seeds", "Herb Seeds", "Wildflower Mix"], 5, ["Potting Soil", "Garden Tools"], Consumable: true),
                new("Potting Soil", ["Potting Soil", "Compost"], 12, ["Seeds"], Consumable: true),
                new("Garden Tools", ["Secateurs", "Hand Trowel", "Watering Can"], 27, ["Planters"]),
            ]),
        new("Books & Paper", "boo", 1.0,
            ["Papierhaus", "Inkwell", "Foliant", "Quarto & Sons", "Marginalia"],
            ["Dotted", "Illustrated", "Pocket", "Leather-Bound", "Annotated", "Recycled", "Lined", "Collector's"],
            ["A5", "A6", "Hardcover", "Paperback", "Blue", "Ochre", "Set of 3"],
            [
                new("Notebooks", ["Notebook", "Journal", "Sketchbook"], 16, ["Pens", "Planners"]),
                new("Pens", ["Fountain Pen", "Gel Pen", "Brush Pen"], 19, ["Notebooks"]),
                new("Planners", ["Week Planner", "Desk Calendar"], 21, ["Pens"]),
                new("Cookbooks", ["Baking Book", "Vegetarian Cookbook", "Pasta Cookbook"], 27, ["Cookware", "Kitchen Knives"]),
            ]),
        new("Pets", "pet", 0.8,
            ["Pawsome", "Felino", "Bark & Bone", "Tailwind", "Whiskery"],
            ["Grain-Free", "Durable", "Cosy", "Senior", "Puppy", "Natural", "Washable", "Playful"],
            ["Small", "Medium", "Large", "2 kg", "6 kg", "12 Cans"],
            [
                new("Dog Food", ["Dry Dog Food", "Dog Treats", "Wet Dog Food"], 29, ["Dog Toys"], Consumable: true),
                new("Dog Toys", ["Chew Toy", "Rope Toy", "Dog Leash"], 14, ["Dog Food"]),
                new("Cat Food", ["Dry Cat Food", "Wet Cat Food", "Cat Snacks"], 22, ["Cat Beds & Trees"], Consumable: true),
                new("Cat Beds & Trees", ["Cat Tree", "Cat Bed", "Scratching Post"], 59, ["Cat Food"]),
            ]),
        new("Care & Beauty", "car", 1.1,
            ["Purelle Nord", "Botanica", "Aqua Serena", "Feldblume", "Clayworks"],
            ["Hydrating", "Fragrance-Free", "Gentle", "Mineral", "Vitamin C", "Calming", "Overnight", "Daily"],
            ["30 ml", "50 ml", "100 ml", "250 ml", "Refill", "Travel Size"],
            [
                new("Face Care", ["Face Cream", "Serum", "Cleanser"], 26, ["Sun Care", "Masks"], Consumable: true),
                new("Sun Care", ["Sun Cream", "After-Sun Lotion"], 17, ["Face Care"], Consumable: true),
                new("Masks", ["Clay Mask", "Sheet Mask"], 12, ["Face Care"], Consumable: true),
                new("Hair Care", ["Shampoo", "Conditioner", "Hair Oil"], 15, ["Face Care"], Consumable: true),
            ]),
    ];

    /// <summary>All lines of all departments, in order.</summary>
    public static readonly ProductLine[] Lines = [.. All.SelectMany(department => department.Lines)];

    /// <summary>For each line the number of its department.</summary>
    public static readonly int[] DepartmentOf =
        [.. All.SelectMany((department, number) => department.Lines.Select(_ => number))];

    /// <summary>For each line the numbers of the lines that complete it.</summary>
    public static readonly int[][] Complements =
        [.. Lines.Select(line => line.Complements.Select(name => Array.FindIndex(Lines, other => other.Name == name)).ToArray())];
}
