-- palette.lua - the colours of series, in their order: told apart by most eyes, on paper and on screens.

return { "#12436D", "#28A197", "#801650", "#F46A25" }
