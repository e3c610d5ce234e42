print("hallowerk")
